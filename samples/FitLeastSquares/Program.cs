using FitLeastSquares;

return FitLeastSquaresCommand.Run(args, Console.Out, Console.Error);
