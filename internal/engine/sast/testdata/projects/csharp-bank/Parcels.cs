using System.Diagnostics;
using MediatR;
using Microsoft.AspNetCore.Mvc;

public record SendParcel(string Label, int Weight) : IRequest;

[ApiController]
public class ParcelsController(IMediator mediator) : ControllerBase
{
    [HttpPost("parcels")]
    public Task Send([FromQuery] string label) => mediator.Send(new SendParcel(label, 3));
}

public class SendParcelHandler : IRequestHandler<SendParcel>
{
    public Task Handle(SendParcel command, CancellationToken token)
    {
        // ruleid: command-injection
        Process.Start("label", command.Label);
        // ok: command-injection
        Process.Start("weigh", "" + command.Weight);
        return Task.CompletedTask;
    }
}
