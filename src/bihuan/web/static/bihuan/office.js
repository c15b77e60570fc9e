// Small helps that HTML alone can't give. Pages work without them.
"use strict";

// A click on what was understood shows its place in the document, and the other way round.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-shows]");
  if (!link) return;
  const target = document.getElementById(link.dataset.shows);
  if (!target) return;
  event.preventDefault();
  target.scrollIntoView({ block: "center" });
  history.replaceState(null, "", "#" + link.dataset.shows);
});

// What scrolls sideways can be scrolled by keyboard.
const reachable = () => document.querySelectorAll(".table-wrap, .source").forEach((box) => {
  if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
});
addEventListener("load", reachable);
addEventListener("resize", reachable);

// Back to the form, with what was written in it.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-back]") || history.length < 2) return;
  event.preventDefault();
  history.back();
});

// One checkbox ticks all of its table.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  const table = event.target.closest("table");
  table.querySelectorAll("tbody input[type=checkbox]").forEach((box) => { box.checked = event.target.checked; });
});

// A form is sent once; the button says that it is under way.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || button.dataset.again !== undefined) return;
  setTimeout(() => { button.disabled = true; }, 0);
  setTimeout(() => { button.disabled = false; }, 8000);
});

// HTMX swaps in what a refusal says, instead of dropping it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([400, 403, 409, 413, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// Uploads show how far they are. The page that answers takes this one's place.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const bar = form.querySelector("progress");
  const files = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  if (!bar || !files || event.defaultPrevented) return;
  event.preventDefault();
  const say = (sentence) => {
    bar.hidden = true;
    form.querySelectorAll(".upload-said").forEach((old) => old.remove());
    form.insertAdjacentHTML("beforeend", '<p class="message error upload-said" role="alert"></p>');
    form.lastElementChild.textContent = sentence;
  };
  const sizes = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files].map((file) => file.size));
  const most = Number(document.body.dataset.mostMb) || Infinity;
  if (sizes.reduce((all, size) => all + size, 0) > most * 1048576) {
    say("一次最多上传 " + most + " MB，请分几次上传，或先压缩照片。");
    return;
  }
  const sending = new XMLHttpRequest();
  const said = new FormData(form);
  if (event.submitter && event.submitter.name) said.append(event.submitter.name, event.submitter.value);
  sending.upload.addEventListener("progress", (sent) => {
    bar.hidden = false;
    if (sent.lengthComputable) bar.value = sent.loaded / sent.total;
  });
  sending.addEventListener("load", () => {
    // Not fetched anew: the message of what was done is in this answer alone.
    history.replaceState(null, "", sending.responseURL || location.href);
    document.open();
    document.write(sending.responseText);
    document.close();
  });
  sending.addEventListener("error", () => {
    say("没有传上去，请检查网络后再试一次；已填的内容还在。");
  });
  sending.open("POST", form.action);
  sending.send(said);
});

// Files that were chosen behind a button are told by name.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-names]")) return;
  const form = event.target.form;
  const names = [...form.querySelectorAll("[data-names]")].flatMap((input) => [...input.files].map((file) => file.name));
  form.querySelector("[data-chosen]").textContent = names.length ? "已选：" + names.join("、") : "";
});

// A paper's clock; the office holds the time, and keeps what was saved when it is up.
addEventListener("load", () => {
  const clock = document.querySelector("[data-left]");
  if (!clock) return;
  const end = Date.now() + Number(clock.dataset.left) * 1000;
  const tick = setInterval(() => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    clock.textContent = "还剩 " + Math.floor(left / 60) + " 分 " + String(left % 60).padStart(2, "0") + " 秒";
    if (left) return;
    clearInterval(tick);
    document.getElementById("paper").submit();
  }, 1000);
});

// Where the browser is, when somebody asks it to say so; browsers tell it over https alone.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-place]");
  if (!button) return;
  const said = button.form.querySelector("[data-placed]");
  if (!navigator.geolocation || !window.isSecureContext) {
    said.textContent = "浏览器不给位置（需要 https）；请打开相机的定位，由照片自带位置。";
    return;
  }
  said.textContent = "正在定位……";
  navigator.geolocation.getCurrentPosition(
    (found) => {
      button.form.elements.latitude.value = found.coords.latitude.toFixed(6);
      button.form.elements.longitude.value = found.coords.longitude.toFixed(6);
      said.textContent = "已记下位置 " + found.coords.latitude.toFixed(4) + ", " + found.coords.longitude.toFixed(4);
    },
    () => { said.textContent = "没有定到位；请打开相机的定位，由照片自带位置。"; },
    { enableHighAccuracy: true, timeout: 15000 },
  );
});
