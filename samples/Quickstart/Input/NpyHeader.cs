using System.Globalization;

namespace Quickstart.Input;

/// <summary>The dictionary at the head of a .npy file.</summary>
/// <param name="Descr">The element type, such as <c>&lt;f4</c>.</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">The length of each dimension.</param>
internal sealed record NpyHeader(string Descr, bool FortranOrder, long[] Shape)
{
    /// <summary>Parses the Python literal, <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>, its keys in any order.</summary>
    /// <exception cref="InvalidDataException">The text is no such literal, or a key is missing, unknown or given twice.</exception>
    public static NpyHeader Parse(string text)
    {
        var parser = new LiteralParser(text);
        string? descr = null;
        bool? fortranOrder = null;
        long[]? shape = null;

        parser.Expect('{');
        while (!parser.TryTake('}'))
        {
            string key = parser.TakeString();
            parser.Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = parser.TakeString();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = parser.TakeBoolean();
                    break;
                case "shape" when shape is null:
                    shape = parser.TakeTuple();
                    break;
                default:
                    throw parser.Malformed($"the key '{key}' is unknown or given twice");
            }

            if (!parser.TryTake(','))
            {
                parser.Expect('}');
                break;
            }
        }

        parser.ExpectEnd();
        return descr is null || fortranOrder is null || shape is null
            ? throw parser.Malformed("'descr', 'fortran_order' or 'shape' is missing")
            : new NpyHeader(descr, fortranOrder.Value, shape);
    }

    /// <summary>Takes a Python literal apart, from left to right.</summary>
    private ref struct LiteralParser(string text)
    {
        private readonly string _text = text;
        private int _at;

        public readonly InvalidDataException Malformed(string what) => new($"The .npy header is malformed at character {_at}: {what}.");

        public bool TryTake(char expected)
        {
            SkipSpace();
            if (_at < _text.Length && _text[_at] == expected)
            {
                _at++;
                return true;
            }

            return false;
        }

        public void Expect(char expected)
        {
            if (!TryTake(expected))
            {
                throw Malformed($"'{expected}' was expected");
            }
        }

        public void ExpectEnd()
        {
            SkipSpace();
            if (_at < _text.Length)
            {
                throw Malformed("something follows the dictionary");
            }
        }

        public string TakeString()
        {
            char quote = TryTake('\'') ? '\'' : TryTake('"') ? '"' : throw Malformed("a string was expected (structured types are not supported)");
            int end = _text.IndexOf(quote, _at);
            if (end < 0)
            {
                throw Malformed("a string has no end");
            }

            string value = _text[_at..end];
            _at = end + 1;
            return value;
        }

        public bool TakeBoolean()
        {
            SkipSpace();
            foreach ((string word, bool value) in new[] { ("True", true), ("False", false) })
            {
                if (string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0)
                {
                    _at += word.Length;
                    return value;
                }
            }

            throw Malformed("True or False was expected");
        }

        public long[] TakeTuple()
        {
            var items = new List<long>();
            Expect('(');
            while (!TryTake(')'))
            {
                items.Add(TakeInteger());
                if (!TryTake(','))
                {
                    Expect(')');
                    break;
                }
            }

            return [.. items];
        }

        private long TakeInteger()
        {
            SkipSpace();
            int start = _at;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            {
                _at++;
            }

            return long.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
                ? value
                : throw Malformed("a length was expected");
        }

        private void SkipSpace()
        {
            while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\t' or '\r')
            {
                _at++;
            }
        }
    }
}
