using CharTransformer;

// Ctrl+C ends the training, not the program: the best model so far is measured, saved and writes its text.
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancellation.Cancel();
};
return CharTransformerCommand.Run(args, Console.Out, Console.Error, isLive: !Console.IsOutputRedirected, cancellation.Token);
