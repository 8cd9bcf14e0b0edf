import type { FileStore } from "./file-store.ts";

type Body = Uint8Array | ReadableStream<Uint8Array>;

/** What Supabase Lite 0.10.0 asks of a place for files (StorageAdapter of its types); it exports none of its own. */
export function storageAdapter(store: FileStore) {
  const keyOf = (bucket: string, name: string) => `${bucket}/${name}`;
  const metadata = (size: number, mimetype: string, cacheControl = "no-cache") => ({
    cacheControl,
    size,
    contentLength: size,
    mimetype,
    eTag: `"${size}"`,
    lastModified: new Date(),
    httpStatusCode: 200,
  });
  const read = async (bucket: string, name: string) => {
    const file = await store.get(keyOf(bucket, name));
    if (!file) throw new Error(`There is no file ${name} in ${bucket}.`);
    return file;
  };
  return {
    driver: null,
    async uploadObject(bucket: string, name: string, _version: unknown, body: Body, type: string) {
      const bytes = body instanceof Uint8Array ? body : await readAll(body);
      await store.put(keyOf(bucket, name), bytes, type);
      return metadata(bytes.length, type);
    },
    async getObject(bucket: string, name: string) {
      const { bytes, contentType } = await read(bucket, name);
      const body = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
      return { metadata: metadata(bytes.length, contentType), httpStatusCode: 200, body };
    },
    async headObject(bucket: string, name: string) {
      const { bytes, contentType } = await read(bucket, name);
      return metadata(bytes.length, contentType);
    },
    deleteObject: (bucket: string, name: string) => store.remove(keyOf(bucket, name)),
    async deleteObjects(bucket: string, names: string[]) {
      for (const name of names) await store.remove(keyOf(bucket, name));
    },
    async copyObject(from: string, source: string, _version: unknown, to: string, target: string) {
      const { bytes, contentType } = await read(from, source);
      await store.put(keyOf(to, target), bytes, contentType);
      return metadata(bytes.length, contentType);
    },
    privateAssetUrl: async (bucket: string, name: string) => `memory://${keyOf(bucket, name)}`,
  };
}

/** Not through a Response: the dev server puts another one in the place of the global. */
async function readAll(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
