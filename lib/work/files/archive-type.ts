import { type FileType, keptEndings } from "./file-types.ts";
import { readZip, type ZipMember } from "./read-zip.ts";
import { sniffType } from "./sniff-type.ts";

const mostContentTypes = 1024 * 1024;
/** What all Office files inside one archive may have together, unpacked. */
const mostUnpacked = 32 * 1024 * 1024;

/** An archive is an Office file by what its list of content types says, else it is kept as a whole if all its members are. */
export function archiveType(bytes: Uint8Array, isInside: boolean): FileType | null {
  const members = readZip(bytes);
  if (members === null || members.length === 0) return null;
  const types = members.find(({ name }) => name === "[Content_Types].xml");
  if (types) return officeType(types, members);
  return !isInside && areKept(members) ? "zip" : null;
}

/**
 * By the content type of the main part, whatever that part is called (ECMA-376 part 2, 10.1.2). One with macros is a
 * program.
 */
function officeType(types: ZipMember, members: ZipMember[]): FileType | null {
  const bytes = types.whole(mostContentTypes);
  if (bytes === null) return null;
  const list = textOf(bytes);
  const hasMacros =
    /macroEnabled|vbaProject/i.test(list) || members.some(({ name }) => /vbaProject\.bin$/i.test(name));
  if (hasMacros) return null;
  const names = new Set(members.map(({ name }) => name.toLowerCase()));
  for (const [kind, type] of [
    ["wordprocessingml.document", "docx"],
    ["spreadsheetml.sheet", "xlsx"],
  ] as const) {
    const main = `application/vnd.openxmlformats-officedocument.${kind}.main+xml`;
    const parts = [...list.matchAll(/<(?:\w+:)?(Override|Default)\s([^<>]*)>/g)].filter(
      ([, , attributes]) => attribute(attributes!, "ContentType") === main,
    );
    const isThere = ([, element, attributes]: RegExpExecArray) =>
      element === "Default" ||
      names.has((attribute(attributes!, "PartName") ?? "").replace(/^\//, "").toLowerCase());
    if (parts.some(isThere)) return type;
  }
  return null;
}

function attribute(attributes: string, name: string): string | undefined {
  const [, , value] = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(["'])(.*?)\\1`).exec(attributes) ?? [];
  return value;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8").decode(bytes);
}

/** What macOS and Windows add by themselves. */
const added = /^__MACOSX\/|(^|\/)(\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

/** Whoever unpacks it gets each by its ending, which must not be another one than that of what we keep. */
function areKept(members: ZipMember[]): boolean {
  let left = mostUnpacked;
  const files = members.filter(({ name }) => !added.test(name));
  return (
    files.length > 0 &&
    files.every(({ name, head, whole }) => {
      if (/(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[a-z]:|\0/i.test(name)) return false;
      const [, ending] = /\.([^./\\]*)$/.exec(name) ?? [];
      if (ending && /[a-z]/i.test(ending) && !keptEndings.has(ending.toLowerCase())) return false;
      const first = head();
      if (first === null) return false;
      const isArchive = Buffer.from(first.subarray(0, 4)).toString("latin1") === "PK\x03\x04";
      if (!isArchive) return sniffType(first, true) !== null;
      const all = whole(left);
      left -= all?.length ?? 0;
      return all !== null && sniffType(all, true) !== null;
    })
  );
}
