<?php

class CapController extends Controller
{
    // ok: missing-authorisation
    public function update(Cap $cap)
    {
        $this->authorize('update', $cap);
        $cap->save();
    }

    // ruleid: missing-authorisation
    public function reset(Cap $cap)
    {
        $cap->cents = 0;
        $cap->save();
    }

    // ok: missing-authorisation
    public function show(Cap $cap)
    {
        return $cap;
    }
}
