<?php

function same($text)
{
    return $text;
}

function plain($text)
{
    return htmlspecialchars($text, ENT_QUOTES);
}

function fixed($text)
{
    return 'fixed';
}

function showReport($page)
{
    // ruleid: path-traversal
    readfile('reports/' . $page);
    // ok: path-traversal
    readfile('reports/' . basename($page));
}
