<?php
function read($xml, $zip, $dir) {
    $doc = new DOMDocument();
    // ruleid: xxe
    $doc->loadXML($xml, LIBXML_NOENT | LIBXML_DTDLOAD);
    // ok: xxe
    $doc->loadXML($xml, LIBXML_NONET);
    // ok: xxe
    $doc->loadXML($xml);
    // ruleid: xxe
    libxml_disable_entity_loader(false);
    // ok: xxe
    libxml_disable_entity_loader(true);
    for ($i = 0; $i < $zip->numFiles; $i++) {
        $name = $zip->getNameIndex($i);
        // ruleid: path-traversal
        file_put_contents($dir . '/' . $name, $zip->getFromIndex($i));
        // ok: path-traversal
        file_put_contents($dir . '/' . basename($name), $zip->getFromIndex($i));
        if (strpos($name, '..') !== false) {
            continue;
        }
        // ok: path-traversal
        file_put_contents($dir . '/' . $name, $zip->getFromIndex($i));
    }
}
