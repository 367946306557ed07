using CompressPicture;

return CompressPictureCommand.Run(args, Console.Out, Console.Error);
