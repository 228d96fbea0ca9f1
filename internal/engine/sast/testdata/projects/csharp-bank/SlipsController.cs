using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

[ApiController]
public class SlipsController : ControllerBase
{
    [HttpGet("slips")]
    public void Print([FromQuery] string till)
    {
        var slip = new Slip(till, 2);
        // ruleid: command-injection
        Process.Start("lp", slip.Target);
        // ok: command-injection
        Process.Start("lp", slip.Pages);
    }
}
