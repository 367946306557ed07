using PrincipalComponents;

return PrincipalComponentsCommand.Run(args, Console.Out, Console.Error);
