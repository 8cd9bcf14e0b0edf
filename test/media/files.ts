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
export const docxFile = text("PK\x03\x04\x14\0[Content_Types].xml…PK\x03\x04word/document.xml");
export const xlsxFile = text("PK\x03\x04\x14\0[Content_Types].xml…PK\x03\x04xl/workbook.xml");

export const macroFile = text("PK\x03\x04\x14\0[Content_Types].xml word/document.xml word/vbaProject.bin");
export const zipFile = text("PK\x03\x04\x14\0bolletta.exe");
export const htmlFile = text("<!doctype html><html><script>alert(1)</script></html>");
export const svgFile = text(
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
);
export const exeFile = text("MZ\x90\0\x03\0\0\0This program cannot be run in DOS mode");
export const htmlWithPdfInside = text("<html><!-- %PDF-1.7 --></html>");
