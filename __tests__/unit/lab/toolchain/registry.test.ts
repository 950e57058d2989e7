import * as http from "node:http";
import { AddressInfo } from "node:net";
import { registryAnswers } from "../../../../lab/toolchain/registry";

let proxy: http.Server;
const asked: (string | undefined)[][] = [];
let status: string;

beforeAll(async () => {
  proxy = http.createServer();
  proxy.on("connect", (request, socket) => {
    asked.push([request.url, request.headers["proxy-authorization"]]);
    socket.end(`HTTP/1.1 ${status}\r\n\r\n`);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => proxy.close(resolve)));

const at = (login = "") => `http://${login}127.0.0.1:${(proxy.address() as AddressInfo).port}`;

test("a proxy that lets us through to the registry is an answer", async () => {
  status = "200 Connection established";
  expect(await registryAnswers("registry.example", { HTTPS_PROXY: at("me:s%40cret@") })).toBe(true);
  const login = `Basic ${Buffer.from("me:s@cret").toString("base64")}`;
  expect(asked).toEqual([["registry.example:443", login]]);
});

test("a proxy that refuses, or is not there, is none", async () => {
  status = "403 Forbidden";
  expect(await registryAnswers("registry.example", { https_proxy: at() })).toBe(false);
  expect(await registryAnswers("registry.example", { HTTPS_PROXY: "http://127.0.0.1:1" })).toBe(
    false,
  );
});

test("a name that cannot be found is no answer", async () => {
  expect(await registryAnswers("registry.invalid", {})).toBe(false);
});
