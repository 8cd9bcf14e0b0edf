import type { Config } from "../../config.ts";
import type { CloudtalkAccess } from "./request-cloudtalk.ts";

/** The keys of CloudTalk's REST API, or null when we have none. */
export function cloudtalkAccess(config: Config): CloudtalkAccess | null {
  const { cloudtalkApiUrl: apiUrl, cloudtalkApiId: apiId, cloudtalkApiKey: apiKey } = config;
  return apiId && apiKey ? { apiUrl, apiId, apiKey } : null;
}
