// One page, or four.
export const onePage = client.getBooleanValue("checkout-redesign", false, context);
