-- What makes two texts the same, computed by the database itself, so that every version of the
-- service and every other writer agrees, whatever the locale of the database.

-- Unicode's canonical caseless match (The Unicode Standard, definition D145), in form NFC: the text
-- is decomposed (NFD), each character is folded (statuses C and F of Unicode's CaseFolding), and the
-- result is composed (NFC). The table lists each character with its folding, of Unicode 17, less those
-- that decompose first. Turkish dotless i is no i.
-- `kept` are characters that stay as they are.
CREATE FUNCTION folded_letters(t text, kept text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  foldings CONSTANT jsonb := jsonb_object(string_to_array(U&'A a B b C c D d E e F f G g H h I i J j K k L l M m N n O o P p Q q R r S s T t U u V v W w X x '
    'Y y Z z µ μ Æ æ Ð ð Ø ø Þ þ ß ss Đ đ Ħ ħ Ĳ ĳ Ŀ ŀ Ł ł ŉ ʼn Ŋ ŋ Œ œ Ŧ ŧ ſ s Ɓ ɓ Ƃ ƃ Ƅ ƅ Ɔ ɔ Ƈ ƈ Ɖ ɖ '
    'Ɗ ɗ Ƌ ƌ Ǝ ǝ Ə ə Ɛ ɛ Ƒ ƒ Ɠ ɠ Ɣ ɣ Ɩ ɩ Ɨ ɨ Ƙ ƙ Ɯ ɯ Ɲ ɲ Ɵ ɵ Ƣ ƣ Ƥ ƥ Ʀ ʀ Ƨ ƨ Ʃ ʃ Ƭ ƭ Ʈ ʈ Ʊ ʊ Ʋ ʋ Ƴ ƴ '
    'Ƶ ƶ Ʒ ʒ Ƹ ƹ Ƽ ƽ Ǆ ǆ ǅ ǆ Ǉ ǉ ǈ ǉ Ǌ ǌ ǋ ǌ Ǥ ǥ Ǳ ǳ ǲ ǳ Ƕ ƕ Ƿ ƿ Ȝ ȝ Ƞ ƞ Ȣ ȣ Ȥ ȥ Ⱥ ⱥ Ȼ ȼ Ƚ ƚ Ⱦ ⱦ Ɂ ɂ '
    'Ƀ ƀ Ʉ ʉ Ʌ ʌ Ɇ ɇ Ɉ ɉ Ɋ ɋ Ɍ ɍ Ɏ ɏ \0345 ι Ͱ ͱ Ͳ ͳ Ͷ ͷ Ϳ ϳ Α α Β β Γ γ Δ δ Ε ε Ζ ζ Η η Θ θ Ι ι Κ κ Λ λ '
    'Μ μ Ν ν Ξ ξ Ο ο Π π Ρ ρ Σ σ Τ τ Υ υ Φ φ Χ χ Ψ ψ Ω ω ς σ Ϗ ϗ ϐ β ϑ θ ϕ φ ϖ π Ϙ ϙ Ϛ ϛ Ϝ ϝ Ϟ ϟ Ϡ ϡ '
    'Ϣ ϣ Ϥ ϥ Ϧ ϧ Ϩ ϩ Ϫ ϫ Ϭ ϭ Ϯ ϯ ϰ κ ϱ ρ ϴ θ ϵ ε Ϸ ϸ Ϲ ϲ Ϻ ϻ Ͻ ͻ Ͼ ͼ Ͽ ͽ Ђ ђ Є є Ѕ ѕ І і Ј ј Љ љ Њ њ '
    'Ћ ћ Џ џ А а Б б В в Г г Д д Е е Ж ж З з И и К к Л л М м Н н О о П п Р р С с Т т У у Ф ф Х х Ц ц '
    'Ч ч Ш ш Щ щ Ъ ъ Ы ы Ь ь Э э Ю ю Я я Ѡ ѡ Ѣ ѣ Ѥ ѥ Ѧ ѧ Ѩ ѩ Ѫ ѫ Ѭ ѭ Ѯ ѯ Ѱ ѱ Ѳ ѳ Ѵ ѵ Ѹ ѹ Ѻ ѻ Ѽ ѽ Ѿ ѿ '
    'Ҁ ҁ Ҋ ҋ Ҍ ҍ Ҏ ҏ Ґ ґ Ғ ғ Ҕ ҕ Җ җ Ҙ ҙ Қ қ Ҝ ҝ Ҟ ҟ Ҡ ҡ Ң ң Ҥ ҥ Ҧ ҧ Ҩ ҩ Ҫ ҫ Ҭ ҭ Ү ү Ұ ұ Ҳ ҳ Ҵ ҵ Ҷ ҷ '
    'Ҹ ҹ Һ һ Ҽ ҽ Ҿ ҿ Ӏ ӏ Ӄ ӄ Ӆ ӆ Ӈ ӈ Ӊ ӊ Ӌ ӌ Ӎ ӎ Ӕ ӕ Ә ә Ӡ ӡ Ө ө Ӷ ӷ Ӻ ӻ Ӽ ӽ Ӿ ӿ Ԁ ԁ Ԃ ԃ Ԅ ԅ Ԇ ԇ Ԉ ԉ '
    'Ԋ ԋ Ԍ ԍ Ԏ ԏ Ԑ ԑ Ԓ ԓ Ԕ ԕ Ԗ ԗ Ԙ ԙ Ԛ ԛ Ԝ ԝ Ԟ ԟ Ԡ ԡ Ԣ ԣ Ԥ ԥ Ԧ ԧ Ԩ ԩ Ԫ ԫ Ԭ ԭ Ԯ ԯ Ա ա Բ բ Գ գ Դ դ Ե ե '
    'Զ զ Է է Ը ը Թ թ Ժ ժ Ի ի Լ լ Խ խ Ծ ծ Կ կ Հ հ Ձ ձ Ղ ղ Ճ ճ Մ մ Յ յ Ն ն Շ շ Ո ո Չ չ Պ պ Ջ ջ Ռ ռ Ս ս '
    'Վ վ Տ տ Ր ր Ց ց Ւ ւ Փ փ Ք ք Օ օ Ֆ ֆ և եւ Ⴀ ⴀ Ⴁ ⴁ Ⴂ ⴂ Ⴃ ⴃ Ⴄ ⴄ Ⴅ ⴅ Ⴆ ⴆ Ⴇ ⴇ Ⴈ ⴈ Ⴉ ⴉ Ⴊ ⴊ Ⴋ ⴋ Ⴌ ⴌ Ⴍ ⴍ '
    'Ⴎ ⴎ Ⴏ ⴏ Ⴐ ⴐ Ⴑ ⴑ Ⴒ ⴒ Ⴓ ⴓ Ⴔ ⴔ Ⴕ ⴕ Ⴖ ⴖ Ⴗ ⴗ Ⴘ ⴘ Ⴙ ⴙ Ⴚ ⴚ Ⴛ ⴛ Ⴜ ⴜ Ⴝ ⴝ Ⴞ ⴞ Ⴟ ⴟ Ⴠ ⴠ Ⴡ ⴡ Ⴢ ⴢ Ⴣ ⴣ Ⴤ ⴤ Ⴥ ⴥ '
    'Ⴧ ⴧ Ⴭ ⴭ ᏸ Ᏸ ᏹ Ᏹ ᏺ Ᏺ ᏻ Ᏻ ᏼ Ᏼ ᏽ Ᏽ ᲀ в ᲁ д ᲂ о ᲃ с ᲄ т ᲅ т ᲆ ъ ᲇ ѣ ᲈ ꙋ Ᲊ ᲊ Ა ა Ბ ბ Გ გ Დ დ Ე ე Ვ ვ '
    'Ზ ზ Თ თ Ი ი Კ კ Ლ ლ Მ მ Ნ ნ Ო ო Პ პ Ჟ ჟ Რ რ Ს ს Ტ ტ Უ უ Ფ ფ Ქ ქ Ღ ღ Ყ ყ Შ შ Ჩ ჩ Ც ც Ძ ძ Წ წ Ჭ ჭ '
    'Ხ ხ Ჯ ჯ Ჰ ჰ Ჱ ჱ Ჲ ჲ Ჳ ჳ Ჴ ჴ Ჵ ჵ Ჶ ჶ Ჷ ჷ Ჸ ჸ Ჹ ჹ Ჺ ჺ Ჽ ჽ Ჾ ჾ Ჿ ჿ ẚ aʾ ẞ ss Ỻ ỻ Ỽ ỽ Ỿ ỿ Ⅎ ⅎ Ⅰ ⅰ Ⅱ ⅱ '
    'Ⅲ ⅲ Ⅳ ⅳ Ⅴ ⅴ Ⅵ ⅵ Ⅶ ⅶ Ⅷ ⅷ Ⅸ ⅸ Ⅹ ⅹ Ⅺ ⅺ Ⅻ ⅻ Ⅼ ⅼ Ⅽ ⅽ Ⅾ ⅾ Ⅿ ⅿ Ↄ ↄ Ⓐ ⓐ Ⓑ ⓑ Ⓒ ⓒ Ⓓ ⓓ Ⓔ ⓔ Ⓕ ⓕ Ⓖ ⓖ Ⓗ ⓗ Ⓘ ⓘ '
    'Ⓙ ⓙ Ⓚ ⓚ Ⓛ ⓛ Ⓜ ⓜ Ⓝ ⓝ Ⓞ ⓞ Ⓟ ⓟ Ⓠ ⓠ Ⓡ ⓡ Ⓢ ⓢ Ⓣ ⓣ Ⓤ ⓤ Ⓥ ⓥ Ⓦ ⓦ Ⓧ ⓧ Ⓨ ⓨ Ⓩ ⓩ Ⰰ ⰰ Ⰱ ⰱ Ⰲ ⰲ Ⰳ ⰳ Ⰴ ⰴ Ⰵ ⰵ Ⰶ ⰶ '
    'Ⰷ ⰷ Ⰸ ⰸ Ⰹ ⰹ Ⰺ ⰺ Ⰻ ⰻ Ⰼ ⰼ Ⰽ ⰽ Ⰾ ⰾ Ⰿ ⰿ Ⱀ ⱀ Ⱁ ⱁ Ⱂ ⱂ Ⱃ ⱃ Ⱄ ⱄ Ⱅ ⱅ Ⱆ ⱆ Ⱇ ⱇ Ⱈ ⱈ Ⱉ ⱉ Ⱊ ⱊ Ⱋ ⱋ Ⱌ ⱌ Ⱍ ⱍ Ⱎ ⱎ '
    'Ⱏ ⱏ Ⱐ ⱐ Ⱑ ⱑ Ⱒ ⱒ Ⱓ ⱓ Ⱔ ⱔ Ⱕ ⱕ Ⱖ ⱖ Ⱗ ⱗ Ⱘ ⱘ Ⱙ ⱙ Ⱚ ⱚ Ⱛ ⱛ Ⱜ ⱜ Ⱝ ⱝ Ⱞ ⱞ Ⱟ ⱟ Ⱡ ⱡ Ɫ ɫ Ᵽ ᵽ Ɽ ɽ Ⱨ ⱨ Ⱪ ⱪ Ⱬ ⱬ '
    'Ɑ ɑ Ɱ ɱ Ɐ ɐ Ɒ ɒ Ⱳ ⱳ Ⱶ ⱶ Ȿ ȿ Ɀ ɀ Ⲁ ⲁ Ⲃ ⲃ Ⲅ ⲅ Ⲇ ⲇ Ⲉ ⲉ Ⲋ ⲋ Ⲍ ⲍ Ⲏ ⲏ Ⲑ ⲑ Ⲓ ⲓ Ⲕ ⲕ Ⲗ ⲗ Ⲙ ⲙ Ⲛ ⲛ Ⲝ ⲝ Ⲟ ⲟ '
    'Ⲡ ⲡ Ⲣ ⲣ Ⲥ ⲥ Ⲧ ⲧ Ⲩ ⲩ Ⲫ ⲫ Ⲭ ⲭ Ⲯ ⲯ Ⲱ ⲱ Ⲳ ⲳ Ⲵ ⲵ Ⲷ ⲷ Ⲹ ⲹ Ⲻ ⲻ Ⲽ ⲽ Ⲿ ⲿ Ⳁ ⳁ Ⳃ ⳃ Ⳅ ⳅ Ⳇ ⳇ Ⳉ ⳉ Ⳋ ⳋ Ⳍ ⳍ Ⳏ ⳏ '
    'Ⳑ ⳑ Ⳓ ⳓ Ⳕ ⳕ Ⳗ ⳗ Ⳙ ⳙ Ⳛ ⳛ Ⳝ ⳝ Ⳟ ⳟ Ⳡ ⳡ Ⳣ ⳣ Ⳬ ⳬ Ⳮ ⳮ Ⳳ ⳳ Ꙁ ꙁ Ꙃ ꙃ Ꙅ ꙅ Ꙇ ꙇ Ꙉ ꙉ Ꙋ ꙋ Ꙍ ꙍ Ꙏ ꙏ Ꙑ ꙑ Ꙓ ꙓ Ꙕ ꙕ '
    'Ꙗ ꙗ Ꙙ ꙙ Ꙛ ꙛ Ꙝ ꙝ Ꙟ ꙟ Ꙡ ꙡ Ꙣ ꙣ Ꙥ ꙥ Ꙧ ꙧ Ꙩ ꙩ Ꙫ ꙫ Ꙭ ꙭ Ꚁ ꚁ Ꚃ ꚃ Ꚅ ꚅ Ꚇ ꚇ Ꚉ ꚉ Ꚋ ꚋ Ꚍ ꚍ Ꚏ ꚏ Ꚑ ꚑ Ꚓ ꚓ Ꚕ ꚕ Ꚗ ꚗ '
    'Ꚙ ꚙ Ꚛ ꚛ Ꜣ ꜣ Ꜥ ꜥ Ꜧ ꜧ Ꜩ ꜩ Ꜫ ꜫ Ꜭ ꜭ Ꜯ ꜯ Ꜳ ꜳ Ꜵ ꜵ Ꜷ ꜷ Ꜹ ꜹ Ꜻ ꜻ Ꜽ ꜽ Ꜿ ꜿ Ꝁ ꝁ Ꝃ ꝃ Ꝅ ꝅ Ꝇ ꝇ Ꝉ ꝉ Ꝋ ꝋ Ꝍ ꝍ Ꝏ ꝏ '
    'Ꝑ ꝑ Ꝓ ꝓ Ꝕ ꝕ Ꝗ ꝗ Ꝙ ꝙ Ꝛ ꝛ Ꝝ ꝝ Ꝟ ꝟ Ꝡ ꝡ Ꝣ ꝣ Ꝥ ꝥ Ꝧ ꝧ Ꝩ ꝩ Ꝫ ꝫ Ꝭ ꝭ Ꝯ ꝯ Ꝺ ꝺ Ꝼ ꝼ Ᵹ ᵹ Ꝿ ꝿ Ꞁ ꞁ Ꞃ ꞃ Ꞅ ꞅ Ꞇ ꞇ '
    'Ꞌ ꞌ Ɥ ɥ Ꞑ ꞑ Ꞓ ꞓ Ꞗ ꞗ Ꞙ ꞙ Ꞛ ꞛ Ꞝ ꞝ Ꞟ ꞟ Ꞡ ꞡ Ꞣ ꞣ Ꞥ ꞥ Ꞧ ꞧ Ꞩ ꞩ Ɦ ɦ Ɜ ɜ Ɡ ɡ Ɬ ɬ Ɪ ɪ Ʞ ʞ Ʇ ʇ Ʝ ʝ Ꭓ ꭓ Ꞵ ꞵ '
    'Ꞷ ꞷ Ꞹ ꞹ Ꞻ ꞻ Ꞽ ꞽ Ꞿ ꞿ Ꟁ ꟁ Ꟃ ꟃ Ꞔ ꞔ Ʂ ʂ Ᶎ ᶎ Ꟈ ꟈ Ꟊ ꟊ Ɤ ɤ Ꟍ ꟍ ꟎ ꟏ Ꟑ ꟑ ꟒ ꟓ ꟔ ꟕ Ꟗ ꟗ Ꟙ ꟙ Ꟛ ꟛ Ƛ ƛ Ꟶ ꟶ ꭰ Ꭰ '
    'ꭱ Ꭱ ꭲ Ꭲ ꭳ Ꭳ ꭴ Ꭴ ꭵ Ꭵ ꭶ Ꭶ ꭷ Ꭷ ꭸ Ꭸ ꭹ Ꭹ ꭺ Ꭺ ꭻ Ꭻ ꭼ Ꭼ ꭽ Ꭽ ꭾ Ꭾ ꭿ Ꭿ ꮀ Ꮀ ꮁ Ꮁ ꮂ Ꮂ ꮃ Ꮃ ꮄ Ꮄ ꮅ Ꮅ ꮆ Ꮆ ꮇ Ꮇ ꮈ Ꮈ '
    'ꮉ Ꮉ ꮊ Ꮊ ꮋ Ꮋ ꮌ Ꮌ ꮍ Ꮍ ꮎ Ꮎ ꮏ Ꮏ ꮐ Ꮐ ꮑ Ꮑ ꮒ Ꮒ ꮓ Ꮓ ꮔ Ꮔ ꮕ Ꮕ ꮖ Ꮖ ꮗ Ꮗ ꮘ Ꮘ ꮙ Ꮙ ꮚ Ꮚ ꮛ Ꮛ ꮜ Ꮜ ꮝ Ꮝ ꮞ Ꮞ ꮟ Ꮟ ꮠ Ꮠ '
    'ꮡ Ꮡ ꮢ Ꮢ ꮣ Ꮣ ꮤ Ꮤ ꮥ Ꮥ ꮦ Ꮦ ꮧ Ꮧ ꮨ Ꮨ ꮩ Ꮩ ꮪ Ꮪ ꮫ Ꮫ ꮬ Ꮬ ꮭ Ꮭ ꮮ Ꮮ ꮯ Ꮯ ꮰ Ꮰ ꮱ Ꮱ ꮲ Ꮲ ꮳ Ꮳ ꮴ Ꮴ ꮵ Ꮵ ꮶ Ꮶ ꮷ Ꮷ ꮸ Ꮸ '
    'ꮹ Ꮹ ꮺ Ꮺ ꮻ Ꮻ ꮼ Ꮼ ꮽ Ꮽ ꮾ Ꮾ ꮿ Ꮿ ﬀ ff ﬁ fi ﬂ fl ﬃ ffi ﬄ ffl ﬅ st ﬆ st ﬓ մն ﬔ մե ﬕ մի ﬖ վն ﬗ մխ Ａ ａ Ｂ ｂ Ｃ ｃ Ｄ ｄ Ｅ ｅ '
    'Ｆ ｆ Ｇ ｇ Ｈ ｈ Ｉ ｉ Ｊ ｊ Ｋ ｋ Ｌ ｌ Ｍ ｍ Ｎ ｎ Ｏ ｏ Ｐ ｐ Ｑ ｑ Ｒ ｒ Ｓ ｓ Ｔ ｔ Ｕ ｕ Ｖ ｖ Ｗ ｗ Ｘ ｘ Ｙ ｙ Ｚ ｚ 𐐀 𐐨 𐐁 𐐩 𐐂 𐐪 '
    '𐐃 𐐫 𐐄 𐐬 𐐅 𐐭 𐐆 𐐮 𐐇 𐐯 𐐈 𐐰 𐐉 𐐱 𐐊 𐐲 𐐋 𐐳 𐐌 𐐴 𐐍 𐐵 𐐎 𐐶 𐐏 𐐷 𐐐 𐐸 𐐑 𐐹 𐐒 𐐺 𐐓 𐐻 𐐔 𐐼 𐐕 𐐽 𐐖 𐐾 𐐗 𐐿 𐐘 𐑀 𐐙 𐑁 𐐚 𐑂 '
    '𐐛 𐑃 𐐜 𐑄 𐐝 𐑅 𐐞 𐑆 𐐟 𐑇 𐐠 𐑈 𐐡 𐑉 𐐢 𐑊 𐐣 𐑋 𐐤 𐑌 𐐥 𐑍 𐐦 𐑎 𐐧 𐑏 𐒰 𐓘 𐒱 𐓙 𐒲 𐓚 𐒳 𐓛 𐒴 𐓜 𐒵 𐓝 𐒶 𐓞 𐒷 𐓟 𐒸 𐓠 𐒹 𐓡 𐒺 𐓢 '
    '𐒻 𐓣 𐒼 𐓤 𐒽 𐓥 𐒾 𐓦 𐒿 𐓧 𐓀 𐓨 𐓁 𐓩 𐓂 𐓪 𐓃 𐓫 𐓄 𐓬 𐓅 𐓭 𐓆 𐓮 𐓇 𐓯 𐓈 𐓰 𐓉 𐓱 𐓊 𐓲 𐓋 𐓳 𐓌 𐓴 𐓍 𐓵 𐓎 𐓶 𐓏 𐓷 𐓐 𐓸 𐓑 𐓹 𐓒 𐓺 '
    '𐓓 𐓻 𐕰 𐖗 𐕱 𐖘 𐕲 𐖙 𐕳 𐖚 𐕴 𐖛 𐕵 𐖜 𐕶 𐖝 𐕷 𐖞 𐕸 𐖟 𐕹 𐖠 𐕺 𐖡 𐕼 𐖣 𐕽 𐖤 𐕾 𐖥 𐕿 𐖦 𐖀 𐖧 𐖁 𐖨 𐖂 𐖩 𐖃 𐖪 𐖄 𐖫 𐖅 𐖬 𐖆 𐖭 𐖇 𐖮 '
    '𐖈 𐖯 𐖉 𐖰 𐖊 𐖱 𐖌 𐖳 𐖍 𐖴 𐖎 𐖵 𐖏 𐖶 𐖐 𐖷 𐖑 𐖸 𐖒 𐖹 𐖔 𐖻 𐖕 𐖼 𐲀 𐳀 𐲁 𐳁 𐲂 𐳂 𐲃 𐳃 𐲄 𐳄 𐲅 𐳅 𐲆 𐳆 𐲇 𐳇 𐲈 𐳈 𐲉 𐳉 𐲊 𐳊 𐲋 𐳋 '
    '𐲌 𐳌 𐲍 𐳍 𐲎 𐳎 𐲏 𐳏 𐲐 𐳐 𐲑 𐳑 𐲒 𐳒 𐲓 𐳓 𐲔 𐳔 𐲕 𐳕 𐲖 𐳖 𐲗 𐳗 𐲘 𐳘 𐲙 𐳙 𐲚 𐳚 𐲛 𐳛 𐲜 𐳜 𐲝 𐳝 𐲞 𐳞 𐲟 𐳟 𐲠 𐳠 𐲡 𐳡 𐲢 𐳢 𐲣 𐳣 '
    '𐲤 𐳤 𐲥 𐳥 𐲦 𐳦 𐲧 𐳧 𐲨 𐳨 𐲩 𐳩 𐲪 𐳪 𐲫 𐳫 𐲬 𐳬 𐲭 𐳭 𐲮 𐳮 𐲯 𐳯 𐲰 𐳰 𐲱 𐳱 𐲲 𐳲 𐵐 𐵰 𐵑 𐵱 𐵒 𐵲 𐵓 𐵳 𐵔 𐵴 𐵕 𐵵 𐵖 𐵶 𐵗 𐵷 𐵘 𐵸 '
    '𐵙 𐵹 𐵚 𐵺 𐵛 𐵻 𐵜 𐵼 𐵝 𐵽 𐵞 𐵾 𐵟 𐵿 𐵠 𐶀 𐵡 𐶁 𐵢 𐶂 𐵣 𐶃 𐵤 𐶄 𐵥 𐶅 𑢠 𑣀 𑢡 𑣁 𑢢 𑣂 𑢣 𑣃 𑢤 𑣄 𑢥 𑣅 𑢦 𑣆 𑢧 𑣇 𑢨 𑣈 𑢩 𑣉 𑢪 𑣊 '
    '𑢫 𑣋 𑢬 𑣌 𑢭 𑣍 𑢮 𑣎 𑢯 𑣏 𑢰 𑣐 𑢱 𑣑 𑢲 𑣒 𑢳 𑣓 𑢴 𑣔 𑢵 𑣕 𑢶 𑣖 𑢷 𑣗 𑢸 𑣘 𑢹 𑣙 𑢺 𑣚 𑢻 𑣛 𑢼 𑣜 𑢽 𑣝 𑢾 𑣞 𑢿 𑣟 𖹀 𖹠 𖹁 𖹡 𖹂 𖹢 '
    '𖹃 𖹣 𖹄 𖹤 𖹅 𖹥 𖹆 𖹦 𖹇 𖹧 𖹈 𖹨 𖹉 𖹩 𖹊 𖹪 𖹋 𖹫 𖹌 𖹬 𖹍 𖹭 𖹎 𖹮 𖹏 𖹯 𖹐 𖹰 𖹑 𖹱 𖹒 𖹲 𖹓 𖹳 𖹔 𖹴 𖹕 𖹵 𖹖 𖹶 𖹗 𖹷 𖹘 𖹸 𖹙 𖹹 𖹚 𖹺 '
    '𖹛 𖹻 𖹜 𖹼 𖹝 𖹽 𖹞 𖹾 𖹟 𖹿 𖺠 𖺻 𖺡 𖺼 𖺢 𖺽 𖺣 𖺾 𖺤 𖺿 𖺥 𖻀 𖺦 𖻁 𖺧 𖻂 𖺨 𖻃 𖺩 𖻄 𖺪 𖻅 𖺫 𖻆 𖺬 𖻇 𖺭 𖻈 𖺮 𖻉 𖺯 𖻊 𖺰 𖻋 𖺱 𖻌 𖺲 𖻍 '
    '𖺳 𖻎 𖺴 𖻏 𖺵 𖻐 𖺶 𖻑 𖺷 𖻒 𖺸 𖻓 𞤀 𞤢 𞤁 𞤣 𞤂 𞤤 𞤃 𞤥 𞤄 𞤦 𞤅 𞤧 𞤆 𞤨 𞤇 𞤩 𞤈 𞤪 𞤉 𞤫 𞤊 𞤬 𞤋 𞤭 𞤌 𞤮 𞤍 𞤯 𞤎 𞤰 𞤏 𞤱 𞤐 𞤲 𞤑 𞤳 '
    '𞤒 𞤴 𞤓 𞤵 𞤔 𞤶 𞤕 𞤷 𞤖 𞤸 𞤗 𞤹 𞤘 𞤺 𞤙 𞤻 𞤚 𞤼 𞤛 𞤽 𞤜 𞤾 𞤝 𞤿 𞤞 𞥀 𞤟 𞥁 𞤠 𞥂 𞤡 𞥃', ' '));
  folded text := '';
  c text;
BEGIN
  FOREACH c IN ARRAY string_to_array(normalize(t, NFD), NULL) LOOP
    folded := folded || CASE WHEN strpos(kept, c) > 0 THEN c ELSE coalesce(foldings ->> c, c) END;
  END LOOP;
  RETURN normalize(folded, NFC);
END $$;

-- Two texts are the same when this is. Most texts are ASCII, for which `lower` in the collation "C"
-- is the same, and fast; in no other collation is it the same everywhere.
CREATE FUNCTION folded_text(t text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN octet_length(t) = char_length(t) THEN lower(t COLLATE "C") ELSE folded_letters(t, '') END;

-- Two e-mail addresses are the same when this is. Behind the last @, sharp s and final sigma are
-- letters of their own (IDNA 2008): straße.de and strasse.de belong to different people.
CREATE FUNCTION folded_address(t text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN octet_length(t) = char_length(t) THEN lower(t COLLATE "C")
  ELSE folded_text(regexp_replace(t, '@[^@]*$', ''))
    || coalesce(folded_letters(substring(t from '@[^@]*$'), 'ßς'), '') END;

-- Empty until it is filled: rows that are there already, before the next migration. A user without a
-- name keeps an empty one. In the collation "C", the order is the same everywhere.
ALTER TABLE "users"
    ADD COLUMN "email_folded" TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN "name_folded" TEXT COLLATE "C" NOT NULL DEFAULT '';

-- The search path of a session may leave out this schema, as that of a restore does.
CREATE FUNCTION users_fold() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  NEW.email_folded := folded_address(NEW.email);
  NEW.name_folded := coalesce(folded_text(NEW.name), '');
  RETURN NEW;
END $$;

CREATE TRIGGER "fold_before_write" BEFORE INSERT OR UPDATE OF "email", "name", "email_folded", "name_folded"
    ON "users" FOR EACH ROW EXECUTE FUNCTION users_fold();
