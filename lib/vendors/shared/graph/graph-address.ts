import * as z from "zod/mini";

export const graphUrl = "https://graph.facebook.com";
export const graphVersion = "v26.0";
export const versionText = z.string().check(z.regex(/^v\d{1,3}\.\d{1,2}$/));
