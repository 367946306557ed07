using System.Collections;
using System.Text;
using Panther.Jit.Compilation;
using Panther.Jit.Runtime;

namespace Samples;

/// <summary>The options of a program, each listed once: command lines are read by this list, and the usage is written from it.</summary>
/// <typeparam name="TOptions">What a command line asks for, an immutable record.</typeparam>
/// <param name="program">The name of the program.</param>
/// <param name="example">A line below the usage, or nothing.</param>
internal sealed class CommandLine<TOptions>(string program, string example = "") : IEnumerable
    where TOptions : new()
{
    private readonly List<Option> options = [];

    /// <summary>The options and what they mean.</summary>
    public string Usage
    {
        get
        {
            Option[] arguments = [.. options.Where(option => option.IsArgument)];
            var text = new StringBuilder($"usage: {program}");
            text.Append(arguments.Length < options.Count ? " [options]" : "").Append(string.Concat(arguments.Select(argument => $" [{argument.Name}"))).Append(']', arguments.Length);
            int width = options.Append(Help).Max(option => option.Syntax.Length);
            foreach (Option option in options.Append(Help))
            {
                text.AppendLine().Append($"  {option.Syntax.PadRight(width)}  {option.Meaning}");
            }

            return example.Length > 0 ? text.AppendLine().Append(example).ToString() : text.ToString();
        }
    }

    private static Option Help => new("--help", "--help", "", "shows this", (o, _) => o);

    /// <summary>Lists an option.</summary>
    /// <param name="syntax">Its name and value: <c>--rank K</c>, or <c>--sketched [RATIO]</c> if the value may be left out, or <c>--captured</c>; or <c>FILE</c> for an argument that is known by its place.</param>
    /// <param name="meaning">What it means, with the default.</param>
    /// <param name="apply">Adds it to what the command line asks for.</param>
    public void Add(string syntax, string meaning, Func<TOptions, OptionValue, TOptions> apply)
    {
        string[] parts = syntax.Split(' ', 2);
        options.Add(new Option(syntax, parts[0], parts.Length > 1 ? parts[1] : "", meaning, apply));
    }

    /// <summary>Reads options, given as <c>--name value</c> or <c>--name=value</c>, and arguments.</summary>
    /// <exception cref="UsageException">An option is unknown, lacks its value, or the value makes no sense.</exception>
    public TOptions Parse(ReadOnlySpan<string> args)
    {
        var result = new TOptions();
        var places = new Queue<Option>(options.Where(option => option.IsArgument));
        while (args is [var word, .. var rest])
        {
            args = rest;
            if (!word.StartsWith('-') && places.TryDequeue(out Option? place))
            {
                result = place.Apply(result, new OptionValue(place.Name, word));
                continue;
            }

            string[] parts = word.Split('=', 2);
            Option option = options.Find(option => !option.IsArgument && option.Name == parts[0]) ?? throw new UsageException($"'{parts[0]}' is not an option.");
            string value = parts.Length > 1 ? parts[1] : "";
            if (parts.Length == 1 && option.Value.Length > 0 && args is [var next, .. var others] && !(option.IsOptional && next.StartsWith('-')))
            {
                value = next;
                args = others;
            }

            if (option.Value.Length == 0 && parts.Length > 1)
            {
                throw new UsageException($"{option.Name} takes no value.");
            }

            if (option.Value.Length > 0 && !option.IsOptional && value.Length == 0)
            {
                throw new UsageException($"{option.Name} needs a value.");
            }

            result = option.Apply(result, new OptionValue(option.Name, value));
        }

        return result;
    }

    /// <summary>Runs a program: does what a command line asks for, or says why not.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Receives what the program has to say, and the usage if it is asked for.</param>
    /// <param name="error">Receives why something cannot be done.</param>
    /// <param name="work">Does it, and says whether it went well.</param>
    /// <returns>The exit code: 0, 1 when the work failed, 2 for a wrong command line.</returns>
    public int Run(string[] args, TextWriter output, TextWriter error, Func<TOptions, bool> work)
    {
        try
        {
            if (args.Any(arg => arg is "--help" or "-h" or "-?"))
            {
                output.WriteLine(Usage);
                return 0;
            }

            return work(Parse(args)) ? 0 : 1;
        }
        catch (UsageException e)
        {
            error.WriteLine(e.Message);
            error.WriteLine(Usage);
            return 2;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or InvalidOperationException
            or DeviceNotFoundException or DeviceException or DeviceOutOfMemoryException or KernelCompilationException)
        {
            error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => options.GetEnumerator();

    private sealed record Option(string Syntax, string Name, string Value, string Meaning, Func<TOptions, OptionValue, TOptions> Apply)
    {
        public bool IsArgument => !Name.StartsWith('-');

        public bool IsOptional => Value.StartsWith('[');
    }
}
