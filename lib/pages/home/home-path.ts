/** Of the page with the state of the machinery: what is done from it leads back there. */
export const homePath = "/monitor/diagnostics";
