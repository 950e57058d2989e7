import * as http from "node:http";
import * as https from "node:https";
import { Product } from "./version";

export const REGISTRIES: Record<Product, string> = {
  Terraform: "registry.terraform.io",
  OpenTofu: "registry.opentofu.org",
};

const PATIENCE_MILLISECONDS = 3000;

/** Whether the registry tells where its providers are: the first thing that `init` asks it. */
export function registryAnswers(host: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const proxy = env.HTTPS_PROXY || env.https_proxy;
  return new Promise<boolean>((resolve) => {
    const patience = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    patience.addEventListener("abort", () => resolve(false));
    const no = () => resolve(false);
    if (proxy) {
      askProxy(new URL(proxy), host, patience, resolve).on("error", no);
      return;
    }
    const url = `https://${host}/.well-known/terraform.json`;
    https
      .get(url, { signal: patience }, (response) => takeAnswer(response, resolve))
      .on("error", no);
  });
}

/** Node's own client does not go through a proxy; that the proxy lets us through to the registry is as good. */
function askProxy(
  proxy: URL,
  host: string,
  signal: AbortSignal,
  resolve: (answer: boolean) => void,
): http.ClientRequest {
  const { request } = proxy.protocol === "https:" ? https : http;
  const headers: http.OutgoingHttpHeaders = {};
  if (proxy.username) {
    const login = [proxy.username, proxy.password].map(decodeURIComponent).join(":");
    headers["proxy-authorization"] = `Basic ${Buffer.from(login).toString("base64")}`;
  }
  const asked = request(
    {
      host: proxy.hostname,
      port: proxy.port,
      method: "CONNECT",
      path: `${host}:443`,
      headers,
      signal,
    },
    () => resolve(false),
  );
  asked.on("connect", (response, socket) => {
    socket.destroy();
    resolve(response.statusCode === 200);
  });
  asked.end();
  return asked;
}

function takeAnswer(response: http.IncomingMessage, resolve: (answer: boolean) => void): void {
  let body = "";
  response.setEncoding("utf8");
  response.on("data", (text: string) => (body += text));
  response.on("error", () => resolve(false));
  // A login page of a captive network answers too, with something else.
  response.on("end", () => resolve(response.statusCode === 200 && body.includes("providers.v1")));
}
