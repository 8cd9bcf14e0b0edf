// The open person's row is in sight after the page changed.
document.querySelector("#rows [aria-current]")?.scrollIntoView({ block: "nearest" });
