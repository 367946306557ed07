Console.WriteLine("usage: report --suite engine|gemm|decompositions --device cpu|cuda");
