package io.crawljob.engine.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crawljob.engine.url.CanonicalUrl;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class ItemsTest {

    private static final CanonicalUrl BASE =
            CanonicalUrl.parse("https://example.org/a/").orElseThrow();

    @Test
    void microdataTakesEachKindOfElementAtItsWord() throws Exception {
        var items = microdata("""
                <div itemscope itemtype="https://schema.org/Event">
                  <a itemprop="url" href="b">x</a><img itemprop="image" src="/i.png"><time itemprop="startDate" datetime="2026-11-22">soon</time>
                  <data itemprop="count" value="7">seven</data><span itemprop="name">  A
                   name </span><span itemprop="name">Another</span><object itemprop="file" data="f.pdf"></object>
                </div>""");

        assertThat(items).containsExactly(json("""
                {"@type": "Event", "url": "https://example.org/a/b", "image": "https://example.org/i.png", "startDate": "2026-11-22",
                 "count": "7", "name": ["A name", "Another"], "file": "https://example.org/a/f.pdf"}"""));
    }

    @Test
    void microdataNestsAndGathersWhatLiesElsewhere() throws Exception {
        var items = microdata("""
                <div itemscope itemtype="https://schema.org/Person" itemref="far">
                  <p itemprop="address" itemscope><b itemprop="city">Basel</b></p></div>
                <p id="far"><i itemprop="name">Ann</i></p>""");

        assertThat(items)
                .containsExactly(
                        json("{\"@type\": \"Person\", \"address\": {\"city\": \"Basel\"}, \"name\": \"Ann\"}"));
    }

    @Test
    void microdataThatNamesItselfEnds() {
        var items = microdata("<div id=a itemscope itemref='b a'><p id=b itemprop=x itemscope itemref=a>y</p></div>");

        assertThat(items).hasSize(1);
    }

    @Test
    void rdfaTakesTypesAndPropertiesByTheirNames() throws Exception {
        var items = rdfa("""
                <div vocab="http://schema.org/" typeof="schema:Person"><b property="schema:name">Ann</b>
                  <a property="url" href="/ann">me</a><p property="address" typeof="PostalAddress"><i property="addressLocality">Basel</i></p></div>
                <div typeof="Empty"></div>""");

        assertThat(items).containsExactly(json("""
                {"@type": "Person", "name": "Ann", "url": "https://example.org/ann",
                 "address": {"@type": "PostalAddress", "addressLocality": "Basel"}}"""));
    }

    @Test
    void openGraphIsNoRdfa() {
        assertThat(rdfa("<meta property=og:title content=x>")).isEmpty();
    }

    private static List<JsonNode> microdata(String html) {
        return List.copyOf(Microdata.read(roots(html, "[itemscope]:not([itemprop])"), BASE));
    }

    private static List<JsonNode> rdfa(String html) {
        return List.copyOf(RdfaLite.read(roots(html, "[typeof]"), BASE));
    }

    private static List<Element> roots(String html, String selector) {
        return new ArrayList<>(Jsoup.parse(html).select(selector));
    }

    private static JsonNode json(String text) throws Exception {
        return new JsonMapper().readTree(text);
    }
}
