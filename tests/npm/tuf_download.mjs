// A stock client (npm tuf-js) reads a repository tree that our publisher wrote, served over loopback.
// Usage: node tuf_download.mjs TREE TRUSTED_ROOT OUT TARGET…
// Prints one line for each target: its path and where the downloaded file is. Exit code 1 with the reason on any failure.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { Updater } from 'tuf-js';

const [tree, root, out, ...targets] = process.argv.slice(2);
const server = createServer((request, response) => {
  try {
    const body = readFileSync(join(tree, normalize(decodeURIComponent(request.url))));
    response.writeHead(200, { 'Content-Length': body.length }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const base = `http://127.0.0.1:${server.address().port}`;
try {
  mkdirSync(join(out, 'metadata'), { recursive: true });
  mkdirSync(join(out, 'targets'), { recursive: true });
  copyFileSync(root, join(out, 'metadata', 'root.json'));
  const updater = new Updater({
    metadataDir: join(out, 'metadata'),
    metadataBaseUrl: `${base}/metadata`,
    targetDir: join(out, 'targets'),
    targetBaseUrl: `${base}/targets`,
  });
  await updater.refresh();
  for (const target of targets) {
    const info = await updater.getTargetInfo(target);
    if (!info) throw new Error(`no role describes ${target}`);
    console.log(`${target} ${await updater.downloadTarget(info)}`);
  }
} catch (error) {
  console.error(`tuf_download: ${error.message ?? error}`);
  process.exitCode = 1;
}
server.close();
server.closeAllConnections?.();
