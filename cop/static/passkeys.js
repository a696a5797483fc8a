/* Passkeys: asks the person's device what the service wants to know, and posts the answer. */
(() => {
  const d = document;
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const asBytes = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    (options.allowCredentials || options.excludeCredentials || []).forEach((one) => {
      one.id = bytes(one.id);
    });
    return options;
  };

  const asJson = (credential) => {
    const response = {};
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    parts.forEach((name) => {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    });
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    });
  };

  const ask = async (form) => {
    const answer = await fetch(form.dataset.options, { method: "POST" });
    if (!answer.ok) throw new Error("no options");
    const publicKey = asBytes(await answer.json());
    return navigator.credentials[form.dataset.passkey]({ publicKey });
  };

  const able = Boolean(window.PublicKeyCredential);
  d.querySelectorAll("[data-no-passkeys]").forEach((line) => { line.hidden = able; });
  d.querySelectorAll("form[data-passkey]").forEach((form) => {
    const trouble = form.querySelector("[data-trouble]");
    const button = form.querySelector("button");
    form.hidden = !able;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      trouble.hidden = true;
      button.disabled = true;
      try {
        form.elements.credential.value = asJson(await ask(form));
        form.submit();
      } catch {
        trouble.hidden = false;
      } finally {
        button.disabled = false;
      }
    });
  });
})();
