<?php

final class Failing
{
    public function __invoke(\Throwable $error): void
    {
        error_log($error->getMessage());
        // ruleid: error-details-exposed
        echo json_encode(['why' => $error->getMessage()]);
        // ok: error-details-exposed
        echo json_encode(['why' => 'internal']);
    }
}

$origin = $_SERVER['HTTP_ORIGIN'] ?? '';
if ($origin !== '') {
    // ruleid: cors-any-origin
    header("Access-Control-Allow-Origin: $origin");
}
if (in_array($origin, ['https://a.example'], true)) {
    // ok: cors-any-origin
    header("Access-Control-Allow-Origin: $origin");
}
