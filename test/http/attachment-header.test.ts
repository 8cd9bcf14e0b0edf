import { expect, test } from "vitest";
import { attachmentHeader } from "../../lib/web/attachment-header.ts";

/** One token, one quoted string without quotes or backslashes, one extended value (RFC 6266, RFC 8187): nothing beside them. */
const whole =
  /^attachment; filename="([A-Za-z0-9 .,_()+-]*)"; filename\*=UTF-8''((?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*)$/;

test.for([
  ["bolletta.pdf", "bolletta.pdf", "bolletta.pdf"],
  ["Bolletta è qui.pdf", "Bolletta e qui.pdf", "Bolletta è qui.pdf"],
  // Wide and small forms become the real signs by compatibility normalisation (NFKD).
  ["a＂; filename=b.pdf", "a_ filename_b.pdf", "a＂; filename=b.pdf"],
  ["a＂；x＝y.pdf", "a_x_y.pdf", "a＂；x＝y.pdf"],
  ["a＼.pdf", "a_.pdf", "a＼.pdf"],
  ["a﹔b﹨c.pdf", "a_b_c.pdf", "a﹔b﹨c.pdf"],
  ["a；b．pdf", "a_b.pdf", "a；b．pdf"],
  ["“a”; ‘b’ «c» „d‟.pdf", "_a_ _b_ _c_ _d_.pdf", "“a”; ‘b’ «c» „d‟.pdf"],
  ["a″b‶c.pdf", "a_b_c.pdf", "a″b‶c.pdf"],
  ["a\u037Eb.pdf", "a_b.pdf", "a;b.pdf"],
  ["a%22; x=y.pdf", "a_22_ x_y.pdf", "a%22; x=y.pdf"],
  ['a"; filename="b.pdf', "a _ filename_ b.pdf", "a ; filename= b.pdf"],
  ["a\r\nset-cookie: x.pdf", "a set-cookie x.pdf", "a set-cookie x.pdf"],
  ["a\u202Efdp.pdf", "a fdp.pdf", "a fdp.pdf"],
  ["a\u2028b\u0085c.pdf", "a b c.pdf", "a b c.pdf"],
  ["a＇*'b.pdf", "a_ _b.pdf", "a＇ 'b.pdf"],
  ["\uD83D.pdf", "_.pdf", "\uFFFD.pdf"],
  ["账单.pdf", "_.pdf", "账单.pdf"],
  ["", "file", "file"],
])("%j stays inside its parameter", ([name, plain, exact]) => {
  const header = attachmentHeader(name!);
  const [, inQuotes, extended] = whole.exec(header) ?? [];
  expect([header, inQuotes, decodeURIComponent(extended ?? "")]).toEqual([header, plain, exact]);
});

test("no character gets out, whatever it becomes", () => {
  const escaped: string[] = [];
  for (let code = 1; code < 0x30000; code += 1) {
    const sign = String.fromCodePoint(code);
    if (!whole.test(attachmentHeader(`a${sign}${sign}b.pdf`))) escaped.push(code.toString(16));
  }
  expect(escaped).toEqual([]);
});
