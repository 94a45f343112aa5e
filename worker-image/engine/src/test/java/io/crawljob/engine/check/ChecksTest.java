package io.crawljob.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of fields are a contract with whoever pipes questions through {@code crawl check}. */
class ChecksTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final Checks checks = new Checks();

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "{'agent':'FooBot','robots':'User-agent: *\\nDisallow: /a\\nCrawl-delay: 3600','url':'https://x.example/a'} => {'allowed':false,'crawlDelaySeconds':3600}",
                "{'agent':'FooBot/1 x','robots':'User-agent: *\\nDisallow: /a\\nCrawl-delay: 0.5','url':'https://x.example/b'} => {'allowed':true,'crawlDelaySeconds':0.5}",
                "{'agent':'FooBot','robotsBase64':'VXNlci1hZ2VudDogKgpEaXNhbGxvdzogLw==','url':'https://x.example/b'} => {'allowed':false}",
                "{'agent':'FooBot','robots':'User-agent: FooBot\\nDisallow: /','url':''} => {'allowed':false}",
                "{'agent':'FooBot','robots':'','url':'nothing'} => {'error':'url is no URL that a crawl may use'}",
                "{'agent':'FooBot','url':'https://x.example/b'} => {'error':'robots is missing, or is not a string'}",
                "{'agent':'FooBot','robotsBase64':'!!','url':'https://x.example/b'} => {'error':'robotsBase64 is not Base64: Illegal base64 character 21'}",
                "{'robots':'','url':'https://x.example/b'} => {'error':'agent is missing, or is not a string'}",
            })
    void answersForRobots(String question, String answer) {
        assertThat(checks.robots(json(question))).hasToString(json(answer).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "{'base':'http://x.example/a/b','url':'../%7ec#d'} => {'parsed':'http://x.example/%7ec#d','url':'http://x.example/~c'}",
                "{'url':'HTTP://X.example'} => {'parsed':'http://x.example/','url':'http://x.example/'}",
                "{'base':null,'url':'http://x.example/'} => {'parsed':'http://x.example/','url':'http://x.example/'}",
                "{'url':'http://u@x.example/'} => {'parsed':'http://u@x.example/','refused':'it carries a user name or password'}",
                "{'url':'a'} => {'error':'it has no scheme, and there is no base to resolve it against'}",
                "{'url':7} => {'error':'url is missing, or is not a string'}",
            })
    void answersForUrls(String question, String answer) {
        assertThat(checks.url(json(question))).hasToString(json(answer).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "{'url':'https://example.org/'} => {'allowed':true}",
                "{'url':'https://redis.crawl.svc/'} => {'allowed':false,'reason':'ClusterName'}",
                "{'url':'http://0177.1/'} => {'allowed':false,'reason':'Invalid'}",
                "{'url':'http://example.org:22/'} => {'allowed':false,'reason':'Port'}",
                "{'address':'8.8.8.8'} => {'allowed':true}",
                "{'address':'10.0.0.1'} => {'allowed':false,'reason':'SpecialAddress'}",
                "{'address':'::1'} => {'allowed':false,'reason':'SpecialAddress'}",
                "{'address':'[::1]'} => {'allowed':false,'reason':'SpecialAddress'}",
                "{'address':'2606:4700::1111'} => {'allowed':true}",
                "{'address':'::ffff:10.0.0.1'} => {'allowed':false,'reason':'SpecialAddress'}",
                "{'address':'169.254.169.254'} => {'allowed':false,'reason':'Metadata'}",
                "{'address':'0x7f.1'} => {'allowed':false,'reason':'Invalid'}",
                "{'address':'fe80::1%eth0'} => {'allowed':false,'reason':'Invalid'}",
                "{'address':'10.0.0.1@example.org'} => {'allowed':false,'reason':'Invalid'}",
                "{'address':'example.org/'} => {'allowed':false,'reason':'Invalid'}",
                "{} => {'error':'url is missing, or is not a string'}",
            })
    void answersForAddresses(String question, String answer) {
        assertThat(checks.address(json(question))).hasToString(json(answer).toString());
    }

    @Test
    void answersForPages() {
        var question = json("{'url':'https://x.example/a/b','contentType':'text/html'}")
                .put(
                        "body",
                        "<html lang=en><title>T</title><meta name=description content=D><a href=c rel=next>C</a><script type=application/ld+json>x</script>");

        assertThat(checks.extract(question))
                .isEqualTo(json(
                        "{'title':'T','language':'en','metadata':{'description':'D'},'links':[{'url':'https://x.example/a/c','rel':'next','text':'C'}],"
                                + "'warnings':['a block of JSON-LD cannot be read']}"));
    }

    @Test
    void aPageMayComeAsBytes() {
        var question = json(
                "{'url':'https://x.example/','contentType':'text/html; charset=iso-8859-1','bodyBase64':'PHRpdGxlPuk8L3RpdGxlPg=='}");

        assertThat(checks.extract(question)).isEqualTo(json("{'title':'é','links':[]}"));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
