export { default } from "#doors/webhook";
