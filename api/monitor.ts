export { default } from "#doors/monitor";
