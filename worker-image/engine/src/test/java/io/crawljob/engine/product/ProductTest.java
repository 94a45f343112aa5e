package io.crawljob.engine.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crawljob.engine.dom.ParseBudget;
import io.crawljob.engine.fetch.FetchOutcome.Body;
import io.crawljob.engine.fetch.Validators;
import io.crawljob.engine.page.Extraction;
import io.crawljob.engine.page.PageReader;
import io.crawljob.engine.url.CanonicalUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductTest {

    private static final String WHOLE = """
            {"name": "Kettle & Co", "price": 1299.9, "currency": "EUR", "availability": "InStock", "brand": "Steam",
             "sku": "K-1", "rating": {"value": 4.5, "best": 5, "count": 12}, "images": ["https://shop.example/k.jpg"]}""";

    private static final String JSON_LD = """
            <script type="application/ld+json">
            {"@context": "https://schema.org", "@type": "Product", "name": "Kettle &amp; Co", "sku": "K-1",
             "image": ["/k.jpg"], "brand": {"@type": "Brand", "name": "Steam"},
             "offers": {"@type": "Offer", "price": "1299.90", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"},
             "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4.5, "bestRating": "5", "ratingCount": 12},}
            </script>""";

    private static final String MICRODATA = """
            <div itemscope itemtype="http://schema.org/Product">
              <h1 itemprop="name">Kettle &amp; Co</h1><img itemprop="image" src="/k.jpg"><meta itemprop="sku" content="K-1">
              <span itemprop="brand" itemscope itemtype="http://schema.org/Brand"><b itemprop="name">Steam</b></span>
              <p itemprop="offers" itemscope itemtype="http://schema.org/Offer">
                <span itemprop="price" content="1299.90">1.299,90 €</span><meta itemprop="priceCurrency" content="EUR">
                <link itemprop="availability" href="http://schema.org/InStock"></p>
              <p itemprop="aggregateRating" itemscope itemtype="http://schema.org/AggregateRating">
                <b itemprop="ratingValue">4.5</b> of <b itemprop="bestRating">5</b>, <b itemprop="ratingCount">12</b></p>
            </div>""";

    private static final String RDFA = """
            <div vocab="https://schema.org/" typeof="Product">
              <h1 property="name">Kettle &amp; Co</h1><img property="image" src="/k.jpg"><meta property="sku" content="K-1">
              <span property="brand" typeof="Brand"><b property="name">Steam</b></span>
              <p property="offers" typeof="Offer"><span property="price" content="1299.90">1.299,90 €</span>
                <meta property="priceCurrency" content="EUR"><link property="availability" href="https://schema.org/InStock"></p>
              <p property="aggregateRating" typeof="AggregateRating">
                <b property="ratingValue">4.5</b> of <b property="bestRating">5</b>, <b property="ratingCount">12</b></p>
            </div>""";

    private static final String OPEN_GRAPH = """
            <meta property="og:type" content="product"><meta property="og:title" content="Kettle &amp; Co">
            <meta property="og:image" content="/k.jpg"><meta property="product:price:amount" content="1299.90">
            <meta property="product:price:currency" content="EUR"><meta property="product:availability" content="in stock">
            <meta property="product:brand" content="Steam"><meta property="product:retailer_item_id" content="K-1">""";

    @ParameterizedTest
    @ValueSource(strings = {JSON_LD, MICRODATA, RDFA})
    void isTheSameInEverySyntax(String page) throws Exception {
        assertThat(product(page)).isEqualTo(json(WHOLE));
    }

    @Test
    void openGraphHasAllButTheRating() throws Exception {
        var expected = (com.fasterxml.jackson.databind.node.ObjectNode) json(WHOLE);
        expected.remove("rating");

        assertThat(product(OPEN_GRAPH)).isEqualTo(expected);
    }

    @Test
    void aSecondSyntaxAddsWhatTheFirstLeavesOut() throws Exception {
        var jsonLd = "<script type=application/ld+json>{\"@type\": \"Product\", \"name\": \"Kettle\"}</script>";

        var product = Objects.requireNonNull(product(jsonLd + OPEN_GRAPH));

        assertThat(product.get("name").asText()).isEqualTo("Kettle");
        assertThat(product.get("price").decimalValue()).isEqualByComparingTo("1299.9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'@type':'AggregateOffer','lowPrice':'9.50','highPrice':12,'priceCurrency':'USD'} | 9.5 | USD",
                "[{'@type':'Offer','price':3,'priceCurrency':'usd'},{'price':2}] | 3 | USD",
                "{'@type':'AggregateOffer','offers':[{'price':'7','priceCurrency':'GBP'}]} | 7 | GBP",
                "{'priceSpecification':{'price':5.25,'priceCurrency':'CHF'}} | 5.25 | CHF",
                "{'price':'€ 1.299,00'} | 1299 | EUR",
                "{'price':'0','priceCurrency':'EUR'} | 0 | EUR",
            })
    void readsThePriceOfEveryKindOfOffer(String offers, String price, String currency) throws Exception {
        var page = "<script type=application/ld+json>{'@type':'Product','name':'x','offers':%s}</script>"
                .formatted(offers);

        var product = Objects.requireNonNull(product(page));

        assertThat(product.get("price").asText()).isEqualTo(price);
        assertThat(product.get("currency").asText()).isEqualTo(currency);
    }

    @ParameterizedTest
    @CsvSource({
        "https://schema.org/OutOfStock,OutOfStock",
        "OutOfStock,OutOfStock",
        "http://schema.org/PreOrder/,PreOrder",
        "out of stock,OutOfStock",
        "Sold out,SoldOut",
        "schema:BackOrder,BackOrder"
    })
    void availabilityHasOneName(String written, String name) throws Exception {
        var page = "<script type=application/ld+json>{'@type':'Product','offers':{'availability':'%s'}}</script>"
                .formatted(written);

        assertThat(Objects.requireNonNull(product(page)).get("availability").asText())
                .isEqualTo(name);
    }

    @Test
    void findsTheProductInAGraphAndFollowsItsReferences() throws Exception {
        var page = """
                <script type=application/ld+json>{"@graph": [{"@type": "WebPage", "name": "Page"}, {"@id": "#o", "price": 2, "priceCurrency": "EUR"},
                {"@type": ["Thing", "Product"], "name": "Kettle", "offers": {"@id": "#o"}}]}</script>""";

        assertThat(product(page)).isEqualTo(json("{\"name\": \"Kettle\", \"price\": 2, \"currency\": \"EUR\"}"));
    }

    @Test
    void takesThePagesOwnProductAndNotTheOnesItAdvertises() throws Exception {
        var page = """
                <link rel=canonical href=https://shop.example/b>
                <script type=application/ld+json>[{"@type": "Product", "name": "A", "url": "/a", "offers": {"price": 1}},
                {"@type": "Product", "name": "B", "url": "/b", "isRelatedTo": {"@type": "Product", "name": "C"}}]</script>""";

        assertThat(product(page)).isEqualTo(json("{\"name\": \"B\"}"));
    }

    @Test
    void oneBadBlockLosesNoOther() throws Exception {
        var page = "<script type=application/ld+json>{\"@type\": \"Product\", oops</script>" + JSON_LD;

        assertThat(product(page)).isEqualTo(json(WHOLE));
    }

    @Test
    void aPageWithoutAProductHasNone() throws Exception {
        assertThat(product("<meta property=og:type content=article><meta property=og:title content=x><p>x"))
                .isNull();
    }

    private static @Nullable JsonNode product(String html) {
        var url = CanonicalUrl.parse("https://shop.example/kettle").orElseThrow();
        var body = new Body(
                url,
                200,
                "text/html; charset=utf-8",
                "",
                List.of(),
                html.getBytes(StandardCharsets.UTF_8),
                false,
                Validators.NONE);
        var reader =
                new PageReader("CrawlJob", new Extraction(false, false, true, false, List.of()), new ParseBudget());
        return read(reader.read(body).extracted().product());
    }

    /** As a sink gets it: numbers compare by what is written. */
    private static @Nullable JsonNode read(@Nullable JsonNode product) {
        try {
            return product == null ? null : json(product.toString());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) throws com.fasterxml.jackson.core.JsonProcessingException {
        return new JsonMapper().readTree(text);
    }
}
