import { webhookApp } from "./webhook-app.ts";
import { productionServices } from "../services.ts";

export default webhookApp(productionServices);
