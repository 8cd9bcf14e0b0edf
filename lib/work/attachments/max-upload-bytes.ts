/** What a form may carry beside its frame: Vercel takes no request of more than 4.5 MB. */
export const maxUploadBytes = 4 * 1024 * 1024;
