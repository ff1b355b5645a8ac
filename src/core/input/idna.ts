// Which characters IDNA 2008 (RFC 5892) allows in a label that UTS #46 has mapped already, so that it is
// composed, folded and free of joiners. The runtime checks the rest: punycode and the order of letters
// of scripts that run from right to left.

/** Letters, digits and marks, and the exceptions of RFC 5892, section 2.6. */
const LETTER = /[\p{L}\p{Nd}\p{Mn}\p{Mc}\-\u{6fd}\u{6fe}\u{f0b}\u{3007}]/u;

/** Also of the exceptions; old Hangul letters, marks for symbols, musical signs, and what is ignored. */
const DISALLOWED =
  /[\u{640}\u{7fa}\u{302e}\u{302f}\u{3031}-\u{3035}\u{303b}\u{1100}-\u{11ff}\u{a960}-\u{a97f}\u{d7b0}-\u{d7ff}\u{1d100}-\u{1d24f}\p{Default_Ignorable_Code_Point}]|[\u{20d0}-\u{20ff}]/u;

/**
 * Characters that are allowed in some company only (RFC 5892, appendix A): of some each beside certain
 * letters, of one all where such a letter stands anywhere in the label.
 */
const IN_CONTEXT: readonly { readonly of: RegExp; readonly allowed: RegExp }[] = [
  { of: /\u{b7}/gu, allowed: /(?<=l)\u{b7}(?=l)/gu },
  { of: /\u{375}/gu, allowed: /\u{375}(?=\p{Script=Greek})/gu },
  { of: /[\u{5f3}\u{5f4}]/gu, allowed: /(?<=\p{Script=Hebrew})[\u{5f3}\u{5f4}]/gu },
];
const KATAKANA_DOT = /\u{30fb}/u;
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
const IN_CONTEXT_ONLY = /[\u{b7}\u{375}\u{5f3}\u{5f4}\u{30fb}]/u;
const ARABIC_INDIC = /[\u{660}-\u{669}]/u;
const EXTENDED_ARABIC_INDIC = /[\u{6f0}-\u{6f9}]/u;

/** Most labels: all of these are allowed beside each other. */
const PLAIN = /^[a-z\d-]+$/;

/** @returns what is wrong with a label in Unicode, or null */
export function refusedLetters(label: string): string | null {
  if (PLAIN.test(label)) return null;
  if (/^\p{M}/u.test(label)) return 'a label begins with a combining mark';
  for (const character of label) {
    const isLetter = LETTER.test(character) && !DISALLOWED.test(character);
    if (isLetter || IN_CONTEXT_ONLY.test(character)) continue;
    return `'${character}' is not allowed`;
  }
  return companyProblem(label);
}

function companyProblem(label: string): string | null {
  const lonely = IN_CONTEXT.find(({ of, allowed }) => count(label, of) !== count(label, allowed));
  if (lonely !== undefined) {
    return `'${label.match(lonely.of)?.[0]}' is not allowed where it stands`;
  }
  if (KATAKANA_DOT.test(label) && !JAPANESE.test(label))
    return "'\u{30fb}' is not allowed where it stands";
  return ARABIC_INDIC.test(label) && EXTENDED_ARABIC_INDIC.test(label)
    ? 'two kinds of Arabic digits are mixed'
    : null;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
