import { productionServices } from "../services.ts";
import { webhookApp } from "./webhook-app.ts";

export default webhookApp(productionServices);
