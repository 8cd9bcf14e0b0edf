/** One A4 page, as PDF 1.4 (ISO 32000) wants it: a coloured head, lines of two columns, and a framed total. */
export function billPdf(page: {
  title: string;
  /** Red, green and blue of the head, 0 to 1. */
  colour: [number, number, number];
  lines: [label: string, value: string][];
  foot: string;
}): Uint8Array<ArrayBuffer> {
  const text = (x: number, y: number, size: number, words: string, font = "F1") =>
    `BT /${font} ${size} Tf ${x} ${y} Td (${escaped(words)}) Tj ET`;
  const rows = page.lines.flatMap(([label, value], n) => [
    text(60, 690 - n * 30, 12, label),
    text(300, 690 - n * 30, 12, value, "F2"),
    `0.85 G 60 ${682 - n * 30} m 535 ${682 - n * 30} l S`,
  ]);
  const content = [
    `${page.colour.join(" ")} rg 0 760 595 82 re f 1 g`,
    text(60, 792, 22, page.title, "F2"),
    "0 g",
    ...rows,
    "0.9 g 60 90 475 44 re f 0 g",
    text(74, 106, 13, page.foot, "F2"),
  ].join("\n");
  return pdf(content);
}

function escaped(words: string): string {
  return words.replace(/[^\x20-\xff]/g, "?").replace(/[\\()]/g, "\\$&");
}

function pdf(content: string): Uint8Array<ArrayBuffer> {
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    font("Helvetica"),
    font("Helvetica-Bold"),
  ];
  let body = "%PDF-1.4\n";
  const places = objects.map((object, n) => {
    const at = body.length;
    body += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(body + table + end, "latin1"));
}
