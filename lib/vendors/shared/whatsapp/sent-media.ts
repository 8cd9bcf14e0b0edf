import type { MediaLimits } from "../../vendor.ts";

const kb = 1024;
const mb = 1024 * kb;

/** What Meta takes (docs, media: supported types). A sticker that moves may have 500 KB, one that does not 100. */
export const sentMedia: MediaLimits = {
  image: { maxBytes: 5 * mb, types: ["image/jpeg", "image/png"], caption: true },
  video: { maxBytes: 16 * mb, types: ["video/mp4", "video/3gpp"], caption: true },
  audio: {
    maxBytes: 16 * mb,
    types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
    caption: false,
  },
  document: { maxBytes: 100 * mb, types: null, caption: true },
  sticker: { maxBytes: 500 * kb, types: ["image/webp"], caption: false },
};
