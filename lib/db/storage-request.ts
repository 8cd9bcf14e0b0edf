/** Where all files are: private, only the service reads. */
export const bucket = "media";

export interface StorageAccess {
  config: { supabaseUrl: string; secretKey: string };
  supabaseFetch: typeof fetch;
}

/**
 * One request to Storage as the service, where supabase-js has no way: it hands out no status of a part of a file, and takes no
 * limit of time for a signature. `sign` makes a link. Throws what fetch throws.
 */
export function storageRequest(
  { config, supabaseFetch }: StorageAccess,
  action: "read" | "sign",
  path: string,
  {
    timeoutMs,
    headers,
    ...init
  }: Omit<RequestInit, "headers"> & {
    timeoutMs: number;
    headers?: Record<string, string>;
  },
): Promise<Response> {
  const name = path.split("/").map(encodeURIComponent).join("/");
  const object = action === "sign" ? `sign/${bucket}` : bucket;
  return supabaseFetch(`${config.supabaseUrl}/storage/v1/object/${object}/${name}`, {
    ...init,
    headers: { apikey: config.secretKey, authorization: `Bearer ${config.secretKey}`, ...headers },
    signal: AbortSignal.timeout(timeoutMs),
  });
}
