import { webhookApp } from "../http/webhook-app.ts";
import { productionServices } from "../services.ts";

export default webhookApp(productionServices);
