import { webhookApp } from "../lib/http/webhook-app.ts";
import { productionServices } from "../lib/services.ts";

export default webhookApp(productionServices);
