// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What a strict parser makes of a text; one that is not well-formed fails the test. */
public final class XmlText {

    private final Document document;

    private XmlText(Document document) {
        this.document = document;
    }

    public static XmlText parse(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return new XmlText(factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))));
    }

    /** Fails when the text breaks a schema of {@code src/test/resources/schemas}. */
    public static void validate(String text, String schema) throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Path.of("src/test/resources/schemas", schema).toFile())
                .newValidator()
                .validate(new StreamSource(new StringReader(text)));
    }

    /** Returns the names of all elements. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        all("*").forEach(element -> names.add(element.getTagName()));
        return names;
    }

    /** Returns what is written in each element of a name. */
    public List<String> texts(String name) {
        return all(name).stream().map(Element::getTextContent).toList();
    }

    /** Returns an attribute of each element of a name. */
    public List<String> attributes(String name, String attribute) {
        return all(name).stream()
                .map(element -> element.getAttribute(attribute))
                .toList();
    }

    /** Returns the names of all attributes. */
    public Set<String> attributeNames() {
        Set<String> names = new TreeSet<>();
        for (Element element : all("*")) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                names.add(element.getAttributes().item(i).getNodeName());
            }
        }
        return names;
    }

    private List<Element> all(String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
