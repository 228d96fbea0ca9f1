// ruleid: whole-module
import jobs from "queue";
// ruleid: whole-module, any-name
import { a, start as begin } from "queue/fast";
// ruleid: whole-module
import * as all from "queue";
// ok: whole-module, any-name
import q from "queues";

// ruleid: default-import
jobs.push(1);
// ok: default-import
q.push(1);
// ruleid: named-import
a(2);
// ok: named-import
jobs(2);
