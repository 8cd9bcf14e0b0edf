export { default } from "#doors/clock";
