import java.io.*;
import java.util.zip.*;
import javax.xml.parsers.*;

class Documents {
    Object any(InputStream in) throws Exception {
        ObjectInputStream o = new ObjectInputStream(in);
        // ruleid: unsafe-deserialisation
        return o.readObject();
    }

    Object known(InputStream in) throws Exception {
        ObjectInputStream o = new ObjectInputStream(in);
        o.setObjectInputFilter(FILTER);
        // ok: unsafe-deserialisation
        return o.readObject();
    }

    private void readObject(ObjectInputStream in) throws Exception {
        // ok: unsafe-deserialisation
        name = (String) in.readObject();
    }

    void mapper(ObjectMapper m) {
        // ruleid: unsafe-deserialisation
        m.enableDefaultTyping();
        // ok: unsafe-deserialisation
        m.readValue("{}", Known.class);
    }

    void open(InputStream in) throws Exception {
        DocumentBuilderFactory f = DocumentBuilderFactory.newInstance();
        // ruleid: xxe
        f.newDocumentBuilder().parse(in);
    }

    void closed(InputStream in) throws Exception {
        DocumentBuilderFactory f = DocumentBuilderFactory.newInstance();
        f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        // ok: xxe
        f.newDocumentBuilder().parse(in);
    }

    void hardened(InputStream in) throws Exception {
        SAXParserFactory f = SAXParserFactory.newInstance();
        harden(f);
        // ok: xxe
        f.newSAXParser().parse(in, handler);
    }

    void stream(InputStream in) throws Exception {
        XMLInputFactory f = XMLInputFactory.newInstance();
        // ruleid: xxe
        f.createXMLStreamReader(in);
        XMLInputFactory g = XMLInputFactory.newInstance();
        g.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        // ok: xxe
        g.createXMLStreamReader(in);
    }

    void unzip(ZipInputStream zip, File dir) throws Exception {
        ZipEntry e = zip.getNextEntry();
        // ruleid: path-traversal
        File out = new File(dir, e.getName());
    }

    void unzipChecked(ZipInputStream zip, File dir) throws Exception {
        ZipEntry e = zip.getNextEntry();
        // ok: path-traversal
        File out = new File(dir, e.getName());
        if (!out.toPath().normalize().startsWith(dir.toPath())) {
            throw new IOException();
        }
    }
}

interface Mapper {
    // ruleid: sql-injection
    @Select("SELECT * FROM items ORDER BY ${column}")
    List<Item> sorted(String column);

    // ok: sql-injection
    @Select("SELECT * FROM items WHERE id = #{id}")
    Item one(String id);
}

class Message {
    // ruleid: unsafe-deserialisation
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    private Object body;

    // ok: unsafe-deserialisation
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    private Header header;
}

// ok: unsafe-deserialisation
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
class Header {
    private String name;
}
