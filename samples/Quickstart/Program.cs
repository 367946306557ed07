Console.WriteLine("Panther quickstart");
