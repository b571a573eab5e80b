"""What the API of disputes takes and gives (接口输入与输出)."""
