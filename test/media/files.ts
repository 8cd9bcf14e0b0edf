import { zipOf } from "./zip-of.ts";

/** Small files with the marks of their kinds. */
const text = (body: string) => new Uint8Array(Buffer.from(body, "latin1"));

export const pdfFile = text("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n");
export const jpegFile = text("\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01");
export const pngFile = text("\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
export const webpFile = text("RIFF\x24\0\0\0WEBPVP8 ");
export const heicFile = text("\0\0\0\x18ftypheic\0\0\0\0mif1heic");
export const gifFile = text("GIF89a\x01\0\x01\0");
export const oggFile = text("OggS\0\x02\0\0\0\0OpusHead");
export const mp3File = text("ID3\x04\0\0\0\0\0\0");
export const bareMp3File = text("\xff\xfb\x90\x64\0\0");
export const mp4File = text("\0\0\0\x20ftypisom\0\0\x02\0isomiso2");

/** As Word writes it: the list of content types names the main part. */
export function officeFile(main: string, contentType: string, more: Record<string, string> = {}): Uint8Array {
  const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default
    Extension="xml" ContentType="application/xml"/><Override PartName="/${main}" ContentType="${contentType}"/></Types>`;
  return zipOf({ "[Content_Types].xml": types, [main]: "<document/>", ...more });
}
const office = "application/vnd.openxmlformats-officedocument.";
export const wordMain = `${office}wordprocessingml.document.main+xml`;
export const excelMain = `${office}spreadsheetml.sheet.main+xml`;
export const docxFile = officeFile("word/document.xml", wordMain);
export const xlsxFile = officeFile("xl/workbook.xml", excelMain);
export const macroFile = officeFile("word/document.xml", wordMain, { "word/vbaProject.bin": "x" });
export const zipFile = zipOf({ "bolletta.exe": "MZ\x90\0" });

export const invoiceXml = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="fatturaordinaria_v1.2.xsl"?>
<p:FatturaElettronica versione="FPR12" xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"><FatturaElettronicaHeader/></p:FatturaElettronica>`;
export const invoiceFile = text(invoiceXml);
export const tiffFile = text("II*\0\x08\0\0\0");
export const avifFile = text("\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf");
export const m4aFile = text("\0\0\0\x18ftypM4A \0\0\0\0M4A isom");
export const aacFile = text("\xff\xf1\x50\x80\x02\x1f\xfc");
export const amrFile = text("#!AMR\n\x3c");
export const oleFile = text("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0");
export const htmlFile = text("<!doctype html><html><script>alert(1)</script></html>");
export const svgFile = text(
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
);
export const exeFile = text("MZ\x90\0\x03\0\0\0This program cannot be run in DOS mode");
export const htmlWithPdfInside = text("<html><!-- %PDF-1.7 --></html>");
