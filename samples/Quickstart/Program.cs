using Quickstart;

return QuickstartCommand.Run(args, Console.Out, Console.Error);
