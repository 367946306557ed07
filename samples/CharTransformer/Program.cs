using CharTransformer;

return CharTransformerCommand.Run(args, Console.Out, Console.Error);
