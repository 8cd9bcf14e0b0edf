export { default } from "#doors/rest";
